// Elementwise mathematics on vectors. README.md of this package has the greatest error of each function in units in the
// last place, for each instruction set; a test holds them to it.
//
// Forms: a polynomial is fitted so that its greatest relative error is small (by Lawson's algorithm, coefficient after
// coefficient rounded and the rest fitted again); beneath it lie reductions that are exact, or done in float64. None relies on
// fused multiply-add for more than speed.
#pragma once
#include "simd/math/error-function.h"
#include "simd/math/exponential.h"
#include "simd/math/hyperbolic.h"
#include "simd/math/logarithm.h"
#include "simd/math/power.h"
#include "simd/math/sigmoid.h"
#include "simd/math/trigonometric.h"
