// Matrix products and vector kernels in single precision.
//
// Every function exists once for each instruction set and is chosen when the
// program runs (jn_isa). Matrices are row-major unless strides say otherwise.
// No function allocates except jn_gemm (a packing buffer a thread); none reads
// or writes outside the shapes it states. Sums run in a fixed order, so that
// equal input gives equal bits on one instruction set; between instruction
// sets the last bits differ. NaN and infinity propagate as in plain C, except
// that sigmoid and tanh saturate at +-infinity.
#ifndef CNUMERICS_H
#define CNUMERICS_H

/// The name of the instruction set in use: "avx512", "avx2" or "base".
const char *jn_isa(void);
/// Forces an instruction set by name, for tests; returns 0 if the processor
/// does not have it. Products are in single precision afterwards. Not to be
/// called while kernels run. The environment variable JMAN_ISA does the same at start.
int jn_set_isa(const char *name);
/// Whether all matrix products round their operands to bf16 and sum in float: twice as many
/// a cycle, relative errors of 2^-9 a factor. Returns 0, and changes nothing, where the
/// instruction set in use is not "avx512" or the processor lacks AVX512_BF16. Not to be
/// called while kernels run, nor between packing a matrix and using it.
int jn_set_half_products(int wanted);

// --- Threads -------------------------------------------------------------

/// Tells the processor that this thread is waiting for another.
void jn_pause(void);

// --- Matrix products -----------------------------------------------------

/// C (m x n, rows ldc apart) = A B, or += where `accumulate`. Element (i, p) of
/// A (m x k) is a[i * rsa + p * csa], element (p, j) of B (k x n) is
/// b[p * rsb + j * csb]; so A^T and B^T need no copy. Exactly one of rsa and
/// csa should be 1 or the kernel still works, only slower. k = 0 clears C.
void jn_gemm(long m, long n, long k, const float *a, long rsa, long csa, const float *b, long rsb,
             long csb, float *c, long ldc, int accumulate);
/// Floats needed by jn_pack for a k x n matrix.
long jn_packed_size(long n, long k);
/// Brings B (k x n) into the order in which the kernel reads it.
void jn_pack(long n, long k, const float *b, long rsb, long csb, float *packed);
/// As jn_gemm with a packed B. Several threads may read one packed matrix.
void jn_gemm_packed(long m, long n, long k, const float *a, long rsa, long csa, const float *packed,
                    float *c, long ldc, int accumulate);
/// The floating-point operations (a multiplication and an addition count two) of
/// all products since the program began.
unsigned long jn_operations(void);

// --- Gated recurrent unit ------------------------------------------------
// z = sg(x_z + s_z), r = sg(x_r + s_r), c = tanh(x_h + r * s_h), h' = h + z (c - h),
// with x = the input's projection and s = h U.

/// One step for `rows` rows of width h. The projection of row i is
/// projection + ids[i] * 3h. gates (rows x 3h): in s, out z | r | s_h.
/// candidate (rows x h): out c. Rows of the states are ldprev and ldnext apart
/// (ldprev 0: all rows begin from one state).
void jn_gru_forward(long rows, long h, const int *ids, const float *projection, float *gates,
                    const float *previous, long ldprev, float *next, long ldnext,
                    float *candidate);
/// The step backwards. carry (rows x h): in dL/dh' from later steps, out the
/// part of dL/dh that does not go through U. dnext: dL/dh' from above. dgates
/// (rows x 3h): out dL/ds. dinput (rows x 3h): out dL/dx; may be gates.
void jn_gru_backward(long rows, long h, const float *gates, const float *candidate,
                     const float *previous, long ldprev, const float *dnext, long lddnext,
                     float *carry, float *dgates, float *dinput);

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
/// tanh (1), or max(0, .) (2).
void jn_bias_activation(long rows, long n, float *x, const float *bias, int kind);
/// Each row of x (rows x n, ld apart) becomes exp(scale x) / its sum; scale > 0.
void jn_softmax_rows(long rows, long n, float *x, long ld, float scale);
/// Each row x of n numbers, after x += bias + other where `other` (rows x n) is not NULL,
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
/// Rows g of sums from first to last - 1 (n each) += the rows of x whose numbers are
/// members[starts[g]] up to members[ends[g] - 1].
void jn_add_grouped(long first, long last, const int *starts, const int *ends, const int *members,
                    long n, const float *x, float *sums);
/// x *= a.
void jn_scale(long n, float *x, float a);
/// The sum of (x + l2 w)^2; w may be NULL where l2 is 0. Lanes are summed in
/// float over 4,096 elements, those sums in double.
double jn_sum_squares(long n, const float *x, const float *w, float l2);

// --- Optimiser -----------------------------------------------------------

/// One step of Adam in TensorFlow 1's form on n parameters: with
/// g' = scale (g + l2 w), m = b1 m + (1 - b1) g', v = b2 v + (1 - b2) g'^2,
/// w -= rate m / (sqrt(v) + epsilon) + decay w. `rate` holds the correction of
/// the moments' bias.
void jn_adam(long n, float *w, float *m, float *v, const float *g, float scale, float l2,
             float rate, float b1, float b2, float epsilon, float decay);

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
/// One pass of dual coordinate descent for the (squared) hinge over the first
/// `active` of `rows`, in their order. Row r has the entries starts[r] ..<
/// starts[r + 1]. A dual a becomes clip(a - g / (squares[r] + diagonal)) to
/// [0, bound] with g = sign * product - 1 + diagonal * a. A row whose lanes are
/// all stuck (at 0 with g above `greatest`, or at the bound with g below
/// `least`) is swapped behind the active ones. `greatest` and `least` become
/// those of this pass' projected gradients. Returns the active rows left.
long jn_hinge_pass(long active, int *rows, const long *starts, const int *columns,
                   const float *values, const float *squares, float diagonal, float bound,
                   long bias, const float *signs, float *duals, float *weights, float *greatest,
                   float *least);

// --- Support vector machines ---------------------------------------------
// In an SMO step n is a multiple of 16 and all arrays are 64-byte aligned; f is
// the violation -y G of each row, up and low are 0 for rows that may rise and
// fall along y, -infinity and +infinity for the others.

/// Kernels of `queries` rows x with n rows, both of d numbers (a multiple of 16):
/// exp(-gamma |u - v|^2), or u . v where gamma is 0; out is ldout (a multiple of 16) apart.
void jn_kernel_rows(long queries, long n, long d, const float *x, const float *rows, float gamma,
                    float *out, long ldout);
/// f -= a ki + b kj. `greatest` becomes the greatest f among those that may
/// rise, `least` the least among those that may fall; returns the last index of
/// the greatest.
long jn_smo_update(long n, const float *ki, const float *kj, double a, double b, double *f,
                   const float *up, const float *low, double *greatest, double *least);
/// The last index of the greatest (greatest - f)^2 / (kii + diagonal - 2 ki)
/// among those that may fall and have f < greatest; -1 if there is none.
long jn_smo_partner(long n, const float *ki, const float *diagonal, double kii, double greatest,
                    const double *f, const float *low);

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
/// For each of `count` examples, whose rows `index` names one after the other: inputs (count, n),
/// the mean of its contexts' rows; and scores (count, stride), input . row of each target. stride
/// is a multiple of 8 and at least 8 more than the most targets.
void jn_sampled_scores(long count, const jn_example *examples, const int *index, long n,
                       const float *rows, float *inputs, long stride, float *scores);
/// Goes down the gradients of the examples: with score the sum, in order, of `blocks` scores that
/// lie `apart`, factor = (y - sigmoid(score)) * rate with y = 1 for the first target and 0 for
/// others; change = the sum of factor * row over the targets, for all examples before any row
/// changes; then, example by example, each target's row += factor * input, each context's
/// += change. changes (count, n) and factors (count, stride) are room.
void jn_add_sampled(long count, const jn_example *examples, const int *index, long n,
                    const float *inputs, long blocks, long apart, long stride, const float *scores,
                    float *changes, float *factors, float *rows);

// --- Topics --------------------------------------------------------------

/// One sweep of Gibbs sampling over the n tokens of a document. word_topics: how
/// often each word has each of k topics, a row of `stride` numbers (a multiple of
/// 16, zero beyond k) a word; document, totals: the same counts of this document
/// and of all. The topic of token i is drawn with uniforms[i] in [0, 1); all counts
/// follow. factors (stride numbers, zero beyond k) and sums (stride) are room.
void jn_topic_sweep(long n, const int *words, int *topics, const float *uniforms, long k,
                    long stride, float alpha, float beta, float beta_sum, float *word_topics,
                    float *document, float *totals, float *factors, float *sums);

#endif
