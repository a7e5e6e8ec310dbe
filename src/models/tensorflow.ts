/**
 * TensorFlow.js with its gradients: the one place that loads it. Backends are chosen by
 * src/subjects/tfjs.
 */
// First, since it makes the registries in which the gradients are entered.
import '@tensorflow/tfjs-core';
import './register-gradients.js';

export * as tf from '@tensorflow/tfjs-core';
