// One source, three instruction sets: the include files are compiled once for
// each and the fastest that the processor has is chosen when the program runs.
#include "CNumerics.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define CAT_(a, b) a##_##b
#define CAT(a, b) CAT_(a, b)
#define FN(name) CAT(name, ISA)

// Memory that lives as long as its thread: threads of a pool come and go.
enum { PACKING, ROUNDING, BUFFERS };
typedef struct { float *base; long capacity; } buffer_t;
static pthread_key_t buffer_keys[BUFFERS];
static void make_buffer_keys(void) {
  for (int i = 0; i < BUFFERS; i++)
    if (pthread_key_create(&buffer_keys[i], free)) abort();
}

static float *reserved(buffer_t *buffer, int number, long floats) {
  if (buffer->capacity < floats) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_buffer_keys);
    free(buffer->base);
    buffer->capacity = floats;
    buffer->base = aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64);
    if (!buffer->base || pthread_setspecific(buffer_keys[number], buffer->base)) abort();
  }
  return buffer->base;
}

// A packing buffer for each thread.
static float *packing_buffer(long floats) {
  static _Thread_local buffer_t buffer;
  return reserved(&buffer, PACKING, floats);
}

// A second one, for the left operand rounded to fewer bits.
static float *rounding_buffer(long floats) {
  static _Thread_local buffer_t buffer;
  return reserved(&buffer, ROUNDING, floats);
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
#include "gemm_int8.inc"
#include "descent.inc"
#include "margins.inc"
#include "support.inc"
#include "topics.inc"
#include "sampling.inc"
#undef ISA
#undef VL
#undef MR_MAX
#undef NR_MAX
#pragma clang attribute pop

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
#include "gemm_int8.inc"
#include "descent.inc"
#include "margins.inc"
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
#include "gemm_int8.inc"
#include "descent.inc"
#include "margins.inc"
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

void jn_multiply(jn_matrix a, jn_matrix b, jn_matrix c, int accumulate) {
  count(a.rows, b.columns, a.columns);
  DISPATCH_PRODUCT(gemm, a.rows, b.columns, a.columns, a.base, a.row_stride, a.column_stride,
                   b.base, b.row_stride, b.column_stride, c.base, c.row_stride, accumulate)
}
long jn_packed_size(long n, long k) { DISPATCH_PRODUCT(packed_size, n, k) }
void jn_pack(jn_matrix b, float *packed) {
  DISPATCH_PRODUCT(pack, b.columns, b.rows, b.base, b.row_stride, b.column_stride, packed)
}
void jn_multiply_packed(jn_matrix a, const float *packed, jn_matrix c, int accumulate) {
  count(a.rows, c.columns, a.columns);
  DISPATCH_PRODUCT(gemm_packed, a.rows, c.columns, a.columns, a.base, a.row_stride,
                   a.column_stride, packed, c.base, c.row_stride, accumulate)
}
long jn_int8_size(long n, long k) { DISPATCH(int8_size, n, k) }
void jn_pack_int8(jn_matrix b, void *packed) {
  DISPATCH(pack_int8, b.columns, b.rows, b.base, b.row_stride, b.column_stride, packed)
}
void jn_multiply_int8(jn_matrix a, const void *packed, jn_matrix c) {
  count(a.rows, c.columns, a.columns);
  DISPATCH(gemm_int8, a.rows, c.columns, a.columns, a.base, a.row_stride, packed, c.base,
           c.row_stride)
}
void jn_gru_forward(const int *ids, const float *projection, jn_matrix gates, jn_matrix previous,
                    jn_matrix next, float *candidate) {
  DISPATCH(gru_forward, gates.rows, next.columns, ids, projection, gates.base, previous.base,
           previous.row_stride, next.base, next.row_stride, candidate)
}
void jn_gru_backward(jn_matrix gates, const float *candidate, jn_matrix previous, jn_matrix dnext,
                     jn_gru_gradients gradients) {
  DISPATCH(gru_backward, gates.rows, dnext.columns, gates.base, candidate, previous.base,
           previous.row_stride, dnext.base, dnext.row_stride, gradients.carry, gradients.gates,
           gradients.input)
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
void jn_add_grouped(jn_groups groups, long first, long last, jn_matrix x, jn_matrix sums) {
  DISPATCH(add_grouped, first, last, groups.starts, groups.ends, groups.members, x.columns, x.base,
           sums.base)
}
void jn_scale(long n, float *x, float a) { DISPATCH(scale, n, x, a) }
double jn_sum_squares(long n, const float *x, const float *w, float l2) {
  DISPATCH(sum_squares, n, x, w, l2)
}
void jn_adam(long n, float *w, float *m, float *v, const float *g, jn_adam_step s) {
  DISPATCH(adam, n, w, m, v, g, s.scale, s.l2, s.rate, s.beta1, s.beta2, s.epsilon, s.decay)
}
void jn_lane_products(long n, const int *columns, const float *values, const float *weights,
                      long bias, float *sums) {
  DISPATCH(lane_products, n, columns, values, weights, bias, sums)
}
void jn_lane_add(long n, const int *columns, const float *values, const float *changes, long bias,
                 float *weights) {
  DISPATCH(lane_add, n, columns, values, changes, bias, weights)
}
long jn_hinge_pass(long active, int *rows, jn_rows entries, jn_hinge hinge, jn_lanes lanes,
                   float *greatest, float *least) {
  DISPATCH(hinge_pass, active, rows, entries.starts, entries.columns, entries.values,
           hinge.squares, hinge.diagonal, hinge.bound, lanes.bias, lanes.signs, lanes.duals,
           lanes.weights, greatest, least)
}
void jn_add_tiles(jn_rows documents, long count, jn_tiles tiles, jn_matrix sums) {
  DISPATCH(add_tiles, count, documents.starts, documents.columns, documents.values, tiles.rows,
           tiles.width, tiles.weights, sums.base, sums.row_stride)
}
void jn_kernel_rows(jn_matrix x, jn_matrix rows, float gamma, jn_matrix out) {
  DISPATCH(kernel_rows, x.rows, rows.rows, x.columns, x.base, rows.base, gamma, out.base,
           out.row_stride)
}
long jn_smo_update(jn_violations violations, const float *ki, const float *kj, double a, double b,
                   double *greatest, double *least) {
  DISPATCH(smo_update, violations.count, ki, kj, a, b, violations.values, violations.up,
           violations.low, greatest, least)
}
long jn_smo_partner(jn_violations violations, const float *ki, const float *diagonal, double kii,
                    double greatest) {
  DISPATCH(smo_partner, violations.count, ki, diagonal, kii, greatest, violations.values,
           violations.low)
}
void jn_sampled_scores(jn_samples samples, jn_sampled_columns columns, long stride, float *scores) {
  DISPATCH(sampled_scores, samples.count, samples.examples, samples.index, columns.width,
           columns.rows, columns.inputs, stride, scores)
}
void jn_add_sampled(jn_samples samples, jn_sampled_columns columns, jn_scores scores) {
  DISPATCH(add_sampled, samples.count, samples.examples, samples.index, columns.width,
           columns.inputs, scores.blocks, scores.apart, scores.stride, scores.values,
           columns.changes, columns.factors, columns.rows)
}
void jn_topic_sweep(jn_topic_model m, jn_topic_tokens t, float *document, float *factors,
                    float *sums) {
  DISPATCH(topic_sweep, t.count, t.words, t.topics, t.uniforms, m.topics, m.stride, m.alpha,
           m.beta, m.beta_sum, m.words, document, m.totals, factors, sums)
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
