/**
 * TensorFlow.js's gradients, for their side effect. `@tensorflow/tfjs-core` registers none in Node, and
 * its `register_all_gradients` is written as ES modules without file endings, which Node cannot import;
 * the build bundles it (`build:gradients`). The registries of kernels and gradients are global, so the
 * bundle and the package serve the same engine.
 */
export {};
