// What is tested inside of the instruction set in use.
#include <string.h>

#include "check.h"
#include "registry.h"

#define MARIANA_SET(set) \
  namespace mariana::set { \
  void testVectors();      \
  void testNormals();      \
  }
#include "instruction-sets.def"
#undef MARIANA_SET

TEST(vectorsComputeAsScalarsDo) {
  const char* name = mariana::instructionSet().name;
#define MARIANA_SET(set) \
  if (strcmp(name, #set) == 0) mariana::set::testVectors();
#include "instruction-sets.def"
#undef MARIANA_SET
}

TEST(normalNumbersAreThoseOfTheReference) {
  const char* name = mariana::instructionSet().name;
#define MARIANA_SET(set) \
  if (strcmp(name, #set) == 0) mariana::set::testNormals();
#include "instruction-sets.def"
#undef MARIANA_SET
}
