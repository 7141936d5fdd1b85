// One source, three instruction sets: the include files are compiled once for
// each and the fastest that the processor has is chosen when the program runs.
#include "CNumerics.h"

#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define CAT_(a, b) a##_##b
#define CAT(a, b) CAT_(a, b)
#define FN(name) CAT(name, ISA)

// Memory that lives as long as its thread.
typedef struct { float *base; long capacity; } buffer_t;
static float *reserved(buffer_t *buffer, long floats) {
  if (buffer->capacity < floats) {
    free(buffer->base);
    buffer->capacity = floats;
    buffer->base = aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64);
    if (!buffer->base) abort();
  }
  return buffer->base;
}

// A packing buffer for each thread.
static float *packing_buffer(long floats) {
  static _Thread_local buffer_t buffer;
  return reserved(&buffer, floats);
}

// Asks for n floats that will be read soon.
static inline void fetch_row(long n, const float *row) {
  for (long j = 0; j < n; j += 16) __builtin_prefetch(row + j);
}

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define ISA avx512
#define VL 16
#define MR_MAX 14
#define NR_MAX 2
#include "elementwise.inc"
#include "gemm.inc"
#include "descent.inc"
#include "support.inc"
#include "topics.inc"
#include "sampling.inc"
#undef ISA
#undef VL
#undef MR_MAX
#undef NR_MAX
#pragma clang attribute pop

// A second one, for the left operand in half precision.
static float *rounding_buffer(long floats) {
  static _Thread_local buffer_t buffer;
  return reserved(&buffer, floats);
}
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512bf16,avx2,fma"))), apply_to = function)
#include "gemm_bf16.inc"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ISA avx2
#define VL 8
#define MR_MAX 6
#define NR_MAX 2
#include "elementwise.inc"
#include "gemm.inc"
#include "descent.inc"
#include "support.inc"
#include "topics.inc"
#include "sampling.inc"
#undef ISA
#undef VL
#undef MR_MAX
#undef NR_MAX
#pragma clang attribute pop
#endif

#define ISA base
#define VL 4
#if defined(__aarch64__)
#define MR_MAX 8 // 24 of NEON's 32 registers hold C
#define NR_MAX 3
#else
#define MR_MAX 6
#define NR_MAX 2
#endif
#include "elementwise.inc"
#include "gemm.inc"
#include "descent.inc"
#include "support.inc"
#include "topics.inc"
#include "sampling.inc"
#undef ISA

enum { BASE, AVX2, AVX512 };
static const char *const names[] = {"base", "avx2", "avx512"};

static int is_supported(int isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (isa == AVX2) return avx2;
  if (isa == AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#endif
  return isa == BASE;
}

static int chosen = -1;

static int choose(void) {
  const char *wanted = getenv("JMAN_ISA");
  for (int isa = AVX512; isa > BASE; isa--)
    if (is_supported(isa) && (!wanted || !strcmp(wanted, names[isa]))) return isa;
  return BASE;
}

static inline int isa(void) {
  int now = __atomic_load_n(&chosen, __ATOMIC_RELAXED);
  if (now < 0) __atomic_store_n(&chosen, now = choose(), __ATOMIC_RELAXED);
  return now;
}

const char *jn_isa(void) { return names[isa()]; }

void jn_pause(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Whether products round their operands to bf16.
static int half;

int jn_set_isa(const char *name) {
  for (int i = BASE; i <= AVX512; i++)
    if (!strcmp(name, names[i]) && is_supported(i)) {
      __atomic_store_n(&chosen, i, __ATOMIC_RELAXED);
      __atomic_store_n(&half, 0, __ATOMIC_RELAXED);
      return 1;
    }
  return 0;
}

int jn_set_half_products(int wanted) {
#if defined(__x86_64__)
  int possible = isa() == AVX512 && __builtin_cpu_supports("avx512bf16");
#else
  int possible = 0;
#endif
  if (wanted && !possible) return 0;
  __atomic_store_n(&half, wanted != 0, __ATOMIC_RELAXED);
  return 1;
}

#if defined(__x86_64__)
#define DISPATCH_PRODUCT(name, ...) \
  if (__atomic_load_n(&half, __ATOMIC_RELAXED)) return bf16_##name(__VA_ARGS__); \
  DISPATCH(name, __VA_ARGS__)
#define DISPATCH(name, ...) \
  switch (isa()) { \
  case AVX512: return name##_avx512(__VA_ARGS__); \
  case AVX2: return name##_avx2(__VA_ARGS__); \
  default: return name##_base(__VA_ARGS__); \
  }
#else
#define DISPATCH_PRODUCT DISPATCH
#define DISPATCH(name, ...) return name##_base(__VA_ARGS__);
#endif

// Floating-point operations of all products so far.
static unsigned long operations;
static inline void count(long m, long n, long k) {
  __atomic_fetch_add(&operations, 2ul * m * n * k, __ATOMIC_RELAXED);
}
unsigned long jn_operations(void) { return __atomic_load_n(&operations, __ATOMIC_RELAXED); }

void jn_gemm(long m, long n, long k, const float *a, long rsa, long csa, const float *b, long rsb,
             long csb, float *c, long ldc, int accumulate) {
  count(m, n, k);
  DISPATCH_PRODUCT(gemm, m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, accumulate)
}
long jn_packed_size(long n, long k) { DISPATCH_PRODUCT(packed_size, n, k) }
void jn_pack(long n, long k, const float *b, long rsb, long csb, float *packed) {
  DISPATCH_PRODUCT(pack, n, k, b, rsb, csb, packed)
}
void jn_gemm_packed(long m, long n, long k, const float *a, long rsa, long csa, const float *packed,
                    float *c, long ldc, int accumulate) {
  count(m, n, k);
  DISPATCH_PRODUCT(gemm_packed, m, n, k, a, rsa, csa, packed, c, ldc, accumulate)
}
void jn_gru_forward(long rows, long h, const int *ids, const float *projection, float *gates,
                    const float *previous, long ldprev, float *next, long ldnext,
                    float *candidate) {
  DISPATCH(gru_forward, rows, h, ids, projection, gates, previous, ldprev, next, ldnext, candidate)
}
void jn_gru_backward(long rows, long h, const float *gates, const float *candidate,
                     const float *previous, long ldprev, const float *dnext, long lddnext,
                     float *carry, float *dgates, float *dinput) {
  DISPATCH(gru_backward, rows, h, gates, candidate, previous, ldprev, dnext, lddnext, carry, dgates,
           dinput)
}
void jn_attention_scores(long rows, long n, float *x, const float *bias, const float *context,
                         float *score) {
  DISPATCH(attention_scores, rows, n, x, bias, context, score)
}
void jn_attention_scores_backward(long rows, long n, float *u, const float *dscore,
                                  const float *context, float *dcontext) {
  DISPATCH(attention_scores_backward, rows, n, u, dscore, context, dcontext)
}
void jn_tanh_backward(long n, float *e, const float *u) { DISPATCH(tanh_backward, n, e, u) }
void jn_sigmoid(long n, const float *logit, float *sigmoid) {
  DISPATCH(sigmoid_of, n, logit, sigmoid)
}
double jn_sigmoid_softplus(long n, const float *logit, float *sigmoid) {
  DISPATCH(sigmoid_softplus, n, logit, sigmoid)
}
void jn_axpy(long n, float *y, float a, const float *x) { DISPATCH(axpy, n, y, a, x) }
void jn_scaled(long n, float *y, float a, const float *x) { DISPATCH(scaled, n, y, a, x) }
float jn_dot(long n, const float *x, const float *y) { DISPATCH(dot, n, x, y) }
void jn_add(long n, float *y, const float *x) { DISPATCH(add, n, y, x) }
void jn_add_rows(long rows, long n, const float *x, long ldx, float *sum) {
  DISPATCH(add_rows, rows, n, x, ldx, sum)
}
void jn_add_grouped(long first, long last, const int *starts, const int *ends, const int *members,
                    long n, const float *x, float *sums) {
  DISPATCH(add_grouped, first, last, starts, ends, members, n, x, sums)
}
void jn_scale(long n, float *x, float a) { DISPATCH(scale, n, x, a) }
double jn_sum_squares(long n, const float *x, const float *w, float l2) {
  DISPATCH(sum_squares, n, x, w, l2)
}
void jn_adam(long n, float *w, float *m, float *v, const float *g, float scale, float l2,
             float rate, float b1, float b2, float epsilon, float decay) {
  DISPATCH(adam, n, w, m, v, g, scale, l2, rate, b1, b2, epsilon, decay)
}
void jn_lane_products(long n, const int *columns, const float *values, const float *weights,
                      long bias, float *sums) {
  DISPATCH(lane_products, n, columns, values, weights, bias, sums)
}
void jn_lane_add(long n, const int *columns, const float *values, const float *changes, long bias,
                 float *weights) {
  DISPATCH(lane_add, n, columns, values, changes, bias, weights)
}
long jn_hinge_pass(long active, int *rows, const long *starts, const int *columns,
                   const float *values, const float *squares, float diagonal, float bound,
                   long bias, const float *signs, float *duals, float *weights, float *greatest,
                   float *least) {
  DISPATCH(hinge_pass, active, rows, starts, columns, values, squares, diagonal, bound, bias,
           signs, duals, weights, greatest, least)
}
void jn_kernel_rows(long queries, long n, long d, const float *x, const float *rows, float gamma,
                    float *out, long ldout) {
  DISPATCH(kernel_rows, queries, n, d, x, rows, gamma, out, ldout)
}
long jn_smo_update(long n, const float *ki, const float *kj, double a, double b, double *f,
                   const float *up, const float *low, double *greatest, double *least) {
  DISPATCH(smo_update, n, ki, kj, a, b, f, up, low, greatest, least)
}
long jn_smo_partner(long n, const float *ki, const float *diagonal, double kii, double greatest,
                    const double *f, const float *low) {
  DISPATCH(smo_partner, n, ki, diagonal, kii, greatest, f, low)
}
void jn_sampled_scores(long count, const jn_example *examples, const int *index, long n,
                       const float *rows, float *inputs, long stride, float *scores) {
  DISPATCH(sampled_scores, count, examples, index, n, rows, inputs, stride, scores)
}
void jn_add_sampled(long count, const jn_example *examples, const int *index, long n,
                    const float *inputs, long blocks, long apart, long stride, const float *scores,
                    float *changes, float *factors, float *rows) {
  DISPATCH(add_sampled, count, examples, index, n, inputs, blocks, apart, stride, scores, changes,
           factors, rows)
}
void jn_topic_sweep(long n, const int *words, int *topics, const float *uniforms, long k,
                    long stride, float alpha, float beta, float beta_sum, float *word_topics,
                    float *document, float *totals, float *factors, float *sums) {
  DISPATCH(topic_sweep, n, words, topics, uniforms, k, stride, alpha, beta, beta_sum, word_topics,
           document, totals, factors, sums)
}
void jn_bias_activation(long rows, long n, float *x, const float *bias, int kind) {
  DISPATCH(bias_activation, rows, n, x, bias, kind)
}
void jn_softmax_rows(long rows, long n, float *x, long ld, float scale) {
  DISPATCH(softmax_rows, rows, n, x, ld, scale)
}
void jn_add_layer_norm(long rows, long n, float *x, const float *bias, const float *other,
                       const float *gain, const float *shift, float epsilon) {
  DISPATCH(add_layer_norm, rows, n, x, bias, other, gain, shift, epsilon)
}
