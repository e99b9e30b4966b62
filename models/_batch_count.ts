/**
 * End of the name of the number of batches behind running statistics. It is not used at a fixed
 * momentum, but PyTorch's state dicts hold it.
 */
export const BATCH_COUNT = ".num_batches_tracked";
