/** Formats that are not read since to read them is to run what is in them, and what to do instead. */

const pickles: readonly string[] = ['.pt', '.pth', '.ckpt', '.bin', '.pkl', '.pickle', '.joblib'];

/** Why a file with this ending is not read; undefined for endings that say nothing of the kind. */
export function refusedFormat(path: string): string | undefined {
  const ending = pickles.find((each) => path.toLowerCase().endsWith(each));
  if (ending === undefined) return undefined;
  const what =
    ending === '.pkl' || ending === '.pickle' || ending === '.joblib' ? 'pickle' : 'PyTorch archive';
  return `is a ${what} by its ending, and to unpickle runs code; convert it where you trust it, for example with python3 -c 'import sys, torch; from safetensors.torch import save_file; save_file({k: v.contiguous() for k, v in torch.load(sys.argv[1], weights_only=True).items()}, sys.argv[2])' FILE${ending} FILE.safetensors`;
}
