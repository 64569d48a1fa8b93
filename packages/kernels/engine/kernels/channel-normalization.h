// What the kernels of batch and group normalization have in common. Batch normalization is the case of one example whose groups
// are the channels. Parameters: epsilon, whether there is gamma, whether there is beta, and for groups their number.
#pragma once
#include "kernels/channel-statistics.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Normalization {
  ChannelRows rows;
  int64_t groups = 0, channelsOfGroup = 0;
  double epsilon = 0;
  bool scale = false, center = false, grouped = false, sound = false;
};

Normalization normalizationOf(const Call& call, bool grouped) {
  Normalization s;
  if (call.numInputs < 1 || call.numParams != (grouped ? 4 : 3) || call.inputs[0].rank < (grouped ? 2 : 1)) return s;
  const Array& x = call.inputs[0];
  const int64_t channels = x.shape[x.rank - 1];
  s.grouped = grouped;
  s.groups = grouped ? integerParam(call, 3) : channels;
  if (s.groups < (grouped ? 1 : 0) || (channels != 0 && channels % s.groups != 0)) return s;
  s.channelsOfGroup = channels == 0 ? 0 : channels / s.groups;
  const int64_t examples = grouped ? x.shape[0] : 1;
  s.rows = {examples, x.size == 0 ? 0 : x.size / examples / channels, channels};
  s.epsilon = call.params[0];
  s.scale = call.params[1] != 0;
  s.center = call.params[2] != 0;
  for (int i = 0; i < call.numInputs; i++) {
    if (call.inputs[i].dtype != x.dtype) return s;
  }
  for (int i = 0; i < call.numOutputs; i++) {
    if (call.outputs[i].dtype != x.dtype) return s;
  }
  s.sound = true;
  return s;
}

int64_t statisticsOf(const Normalization& s) { return s.rows.examples * s.groups; }

}  // namespace
}  // namespace mariana::MARIANA_ISA
