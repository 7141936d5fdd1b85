// Matrix products and vector kernels in single precision.
//
// Every function exists once for each instruction set and is chosen when the
// program runs (jn_isa). Matrices are row-major unless strides say otherwise.
// No function allocates except jn_gemm (a packing buffer per thread); none reads
// or writes outside the shapes it states. Sums run in a fixed order, so that
// equal input gives equal bits on one instruction set; between instruction
// sets the last bits differ. NaN and infinity propagate as in plain C, except
// that sigmoid and tanh saturate at +-infinity. The Swift functions around them, with checks,
// are in Sources/Pipeline/Numerics.
#ifndef CNUMERICS_H
#define CNUMERICS_H

/// The name of the instruction set in use: "avx512", "avx2" or "base".
const char *jn_isa(void);
/// Forces an instruction set by name, for tests; returns 0 if the processor
/// does not have it. Products are in single precision afterwards. Not to be
/// called while kernels run. The environment variable JMAN_ISA does the same at start.
int jn_set_isa(const char *name);
/// Makes all matrix products round their operands to bf16 and sum in float, or not: twice as
/// many per cycle, relative errors of 2^-9 per factor. Returns 0, and changes nothing, if the
/// instruction set in use is not "avx512" or the processor lacks AVX512_BF16. Not to be
/// called while kernels run, nor between packing a matrix and using it.
int jn_set_half_products(int wanted);

// --- Threads -------------------------------------------------------------

/// Tells the processor that this thread is waiting for another.
void jn_pause(void);

// --- Matrix products -----------------------------------------------------

/// A matrix: element (i, j) is base[i * row_stride + j * column_stride].
typedef struct {
  float *base;
  long rows, columns, row_stride, column_stride;
} jn_matrix;

/// C = A B, or += if `accumulate`. A^T and B^T need no copy: they are A and B with strides
/// exchanged. C's columns are 1 apart. One stride of A should be 1, or the kernel works more
/// slowly. Without columns of A this clears C.
void jn_multiply(jn_matrix a, jn_matrix b, jn_matrix c, int accumulate);
/// Floats needed by jn_pack for a k x n matrix.
long jn_packed_size(long n, long k);
/// Brings B into the order in which the kernel reads it.
void jn_pack(jn_matrix b, float *packed);
/// As jn_multiply with a packed B. Several threads may read one packed matrix.
void jn_multiply_packed(jn_matrix a, const float *packed, jn_matrix c, int accumulate);
/// Bytes needed by jn_pack_int8 for a k x n matrix.
long jn_int8_size(long n, long k);
/// Rounds B to 8 bits, one scale per column, in the order in which the kernel reads it.
void jn_pack_int8(jn_matrix b, void *packed);
/// C = A B with such a B and the rows of A rounded to 8 bits too, one scale per row. The columns
/// of A and C are 1 apart. Sums of the whole numbers are exact for up to 133,000 columns of A.
void jn_multiply_int8(jn_matrix a, const void *packed, jn_matrix c);
/// The floating-point operations (a multiplication and an addition count two) of
/// all products since the program began.
unsigned long jn_operations(void);

// --- Gated recurrent unit ------------------------------------------------
// z = sg(x_z + s_z), r = sg(x_r + s_r), c = tanh(x_h + r * s_h), h' = h + z (c - h),
// with x = the input's projection and s = h U.

/// One step for the rows of `gates`. The projection of row i is projection + ids[i] * 3h.
/// gates (rows x 3h, together): in s, out z | r | s_h. candidate (rows x h): out c. If all
/// rows begin from one state, previous has a row stride of 0.
void jn_gru_forward(const int *ids, const float *projection, jn_matrix gates, jn_matrix previous,
                    jn_matrix next, float *candidate);
/// The gradients that pass backwards through a step. carry (rows x h): in dL/dh' from later steps, out the
/// part of dL/dh that does not go through U. gates (rows x 3h): out dL/ds. input (rows x 3h):
/// out dL/dx; may be the gates of the step.
typedef struct {
  float *carry, *gates, *input;
} jn_gru_gradients;
/// The step backwards; dnext (rows x h): dL/dh' from above.
void jn_gru_backward(jn_matrix gates, const float *candidate, jn_matrix previous, jn_matrix dnext,
                     jn_gru_gradients gradients);

// --- Attention -----------------------------------------------------------

/// x (rows x n) becomes u = tanh(x + bias); score[i] = u_i . context.
void jn_attention_scores(long rows, long n, float *x, const float *bias, const float *context,
                         float *score);
/// u (rows x n) becomes dscore_i * context * (1 - u^2); dcontext += sum of
/// dscore_i * u_i.
void jn_attention_scores_backward(long rows, long n, float *u, const float *dscore,
                                  const float *context, float *dcontext);
/// e (n) becomes e * (1 - u^2).
void jn_tanh_backward(long n, float *e, const float *u);

// --- Transformers --------------------------------------------------------

/// x (rows x n) becomes f(x + bias): GELU by the error function (kind 0), GELU by
/// tanh (1), max(0, .) (2) or tanh (3).
void jn_bias_activation(long rows, long n, float *x, const float *bias, int kind);
/// Each row of x (rows x n, ld apart) becomes exp(scale x) / its sum; scale > 0.
void jn_softmax_rows(long rows, long n, float *x, long ld, float scale);
/// Each row x of n numbers, after x += bias + other if `other` (rows x n) is not NULL,
/// becomes gain * (x - mean) / sqrt(variance + epsilon) + shift.
void jn_add_layer_norm(long rows, long n, float *x, const float *bias, const float *other,
                       const float *gain, const float *shift, float epsilon);

// --- Losses --------------------------------------------------------------

/// sigmoid[i] = 1 / (1 + exp(-logit[i])).
void jn_sigmoid(long n, const float *logit, float *sigmoid);
/// The same; returns the sum of log(1 + exp(logit)).
double jn_sigmoid_softplus(long n, const float *logit, float *sigmoid);

// --- Vectors -------------------------------------------------------------

/// y += a x.
void jn_axpy(long n, float *y, float a, const float *x);
/// y = a x.
void jn_scaled(long n, float *y, float a, const float *x);
/// The dot product of x and y.
float jn_dot(long n, const float *x, const float *y);
/// y += x.
void jn_add(long n, float *y, const float *x);
/// sum (n) += each of `rows` rows of x, ldx apart.
void jn_add_rows(long rows, long n, const float *x, long ldx, float *sum);
/// Group g has the members members[starts[g]] up to members[ends[g] - 1].
typedef struct {
  const int *starts, *ends, *members;
} jn_groups;
/// Rows g of sums from first to last - 1 += the rows of x whose numbers are the members of g.
void jn_add_grouped(jn_groups groups, long first, long last, jn_matrix x, jn_matrix sums);
/// x *= a.
void jn_scale(long n, float *x, float a);
/// The sum of (x + l2 w)^2; w may be NULL where l2 is 0. Lanes are summed in
/// float over 4,096 elements, those sums in double.
double jn_sum_squares(long n, const float *x, const float *w, float l2);

// --- Optimiser -----------------------------------------------------------

/// The numbers of an update. `rate` holds the correction of the moments' bias.
typedef struct {
  float scale, l2, rate, beta1, beta2, epsilon, decay;
} jn_adam_step;
/// One step of Adam in TensorFlow 1's form on n parameters: with g' = scale (g + l2 w),
/// m = beta1 m + (1 - beta1) g', v = beta2 v + (1 - beta2) g'^2,
/// w -= rate m / (sqrt(v) + epsilon) + decay w.
void jn_adam(long n, float *w, float *m, float *v, const float *g, jn_adam_step step);

// --- Linear classifiers --------------------------------------------------
// Sixteen classifiers side by side: rows of weights, duals, signs, sums and
// changes are 16 floats, 64-byte aligned. `bias` is the weight row of a feature
// that is always 1.

/// sums = bias row + sum over n entries of weights[column] * value.
void jn_lane_products(long n, const int *columns, const float *values, const float *weights,
                      long bias, float *sums);
/// Bias row += changes, weights[column] += changes * value for n entries; the
/// columns are distinct.
void jn_lane_add(long n, const int *columns, const float *values, const float *changes, long bias,
                 float *weights);
/// Row r has the entries starts[r] up to starts[r + 1] - 1.
typedef struct {
  const long *starts;
  const int *columns;
  const float *values;
} jn_rows;
/// The (squared) hinge: |x|^2 of each row, what is added to it, and the bound of a dual.
typedef struct {
  const float *squares;
  float diagonal, bound;
} jn_hinge;
/// Sixteen classifiers.
typedef struct {
  long bias;
  const float *signs;
  float *duals, *weights;
} jn_lanes;
/// One pass of dual coordinate descent over the first `active` of `rows`, in their order. A
/// dual a becomes clip(a - g / (squares[r] + diagonal)) to [0, bound] with
/// g = sign * product - 1 + diagonal * a. A row whose lanes are all stuck (at 0 with g above
/// `greatest`, or at the bound with g below `least`) is swapped past the active ones.
/// `greatest` and `least` become those of this pass' projected gradients. Returns the active
/// rows left.
long jn_hinge_pass(long active, int *rows, jn_rows entries, jn_hinge hinge, jn_lanes lanes,
                   float *greatest, float *least);

/// Weights of many classifiers: tile after tile of 64 of them, the last one of 16, 32, 48 or 64, in
/// each tile a row for every feature. `width` is the number of classifiers, a multiple of 16.
typedef struct {
  long rows, width;
  const float *weights;
} jn_tiles;
/// Row d of sums += sum over the entries of document d of the weights' row * value, entry by entry.
/// Each product is rounded before it is added, on every instruction set.
void jn_add_tiles(jn_rows documents, long count, jn_tiles tiles, jn_matrix sums);

// --- Support vector machines ---------------------------------------------
/// Kernels of the rows of x with those of `rows`, all of d numbers (a multiple of 16):
/// exp(-gamma |u - v|^2), or u . v where gamma is 0; rows of out are a multiple of 16 apart.
void jn_kernel_rows(jn_matrix x, jn_matrix rows, float gamma, jn_matrix out);
/// The violation -y G of each of `count` rows, a multiple of 16; up and low are 0 for rows that
/// may rise and fall along y, -infinity and +infinity for the others. These arrays and the rows
/// of kernels below are 64-byte aligned.
typedef struct {
  long count;
  double *values;
  const float *up, *low;
} jn_violations;
/// Violations -= a ki + b kj. `greatest` becomes the greatest one among those that may
/// rise, `least` the least among those that may fall; returns the last index of
/// the greatest.
long jn_smo_update(jn_violations violations, const float *ki, const float *kj, double a, double b,
                   double *greatest, double *least);
/// The last index of the greatest (greatest - f)^2 / (kii + diagonal - 2 ki)
/// among those that may fall and have a violation f < greatest; -1 if there is none.
long jn_smo_partner(jn_violations violations, const float *ki, const float *diagonal, double kii,
                    double greatest);

// --- Negative sampling ---------------------------------------------------
// Rows are n floats, a multiple of 16: some columns of the vectors, of which other threads have
// the others.

/// Which rows an example of word2vec reads: first those of its targets, the word that was seen
/// before those that were drawn, then those of its contexts, 1 or more.
typedef struct {
  int targets;
  int contexts;
  float rate;
} jn_example;
/// `count` examples, whose rows `index` names one after the other.
typedef struct {
  long count;
  const jn_example *examples;
  const int *index;
} jn_samples;
/// Some columns of all vectors, with inputs and changes (examples, width) and factors
/// (examples, stride), which are room.
typedef struct {
  long width;
  float *rows, *inputs, *changes, *factors;
} jn_sampled_columns;
/// Scores of `blocks` of columns, `apart` from each other; those of an example are `stride`
/// numbers, a multiple of 8 and at least 8 more than the most targets.
typedef struct {
  const float *values;
  long blocks, apart, stride;
} jn_scores;
/// For each example: its input, the mean of its contexts' rows; and its scores (count, stride),
/// input . row of each target.
void jn_sampled_scores(jn_samples samples, jn_sampled_columns columns, long stride, float *scores);
/// Goes down the gradients of the examples: with score the sum, in order, of the blocks' scores,
/// factor = (y - sigmoid(score)) * rate with y = 1 for the first target and 0 for others;
/// change = the sum of factor * row over the targets, for all examples before any row changes;
/// then, example by example, each target's row += factor * input, each context's += change.
void jn_add_sampled(jn_samples samples, jn_sampled_columns columns, jn_scores scores);

// --- Topics --------------------------------------------------------------

/// words: how often each word has each topic, a row of `stride` numbers (a multiple of 16, zero
/// beyond `topics`) per word; totals: the same counts of all words, which floats would not hold exactly.
typedef struct {
  long topics, stride;
  float alpha, beta, beta_sum;
  float *words;
  double *totals;
} jn_topic_model;
/// The tokens of a document, and a number in [0, 1) for each.
typedef struct {
  long count;
  const int *words;
  int *topics;
  const float *uniforms;
} jn_topic_tokens;
/// One sweep of Gibbs sampling over the tokens of a document, whose counts are `document`; all
/// counts follow. factors (stride numbers, zero beyond `topics`) and sums (stride) are room.
void jn_topic_sweep(jn_topic_model model, jn_topic_tokens tokens, float *document, float *factors,
                    float *sums);

#endif
