// Marks what the pool holds but nobody asked for as out of bounds, where the address sanitizer watches.
#pragma once
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MARIANA_FENCES
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(MARIANA_FENCES)
#define MARIANA_FENCES
#endif

#ifdef MARIANA_FENCES
#include <sanitizer/asan_interface.h>
#define MARIANA_FENCE(data, bytes) __asan_poison_memory_region(data, bytes)
#define MARIANA_UNFENCE(data, bytes) __asan_unpoison_memory_region(data, bytes)
#else
#define MARIANA_FENCE(data, bytes) static_cast<void>(0)
#define MARIANA_UNFENCE(data, bytes) static_cast<void>(0)
#endif
