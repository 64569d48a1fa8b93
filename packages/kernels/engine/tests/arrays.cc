#include "arrays.h"

#include <stdio.h>

namespace mariana::tests {

int opOf(const char* name) {
  for (int i = 0; i < numOps; i++) {
    if (strcmp(ops[i].name, name) == 0) return i;
  }
  printf("engine tests: there is no op %s\n", name);
  abort();
}

Status call(const char* op, const Arrays& inputs, const Arrays& outputs, const Params& params) {
  Call it{inputs.list, outputs.list, params.list, inputs.count, outputs.count, params.count, {0, 0}};
  return run(opOf(op), it);
}

}  // namespace mariana::tests
