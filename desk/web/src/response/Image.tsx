import { useSignal } from "@preact/signals";

const loadable = /^(https:|data:image\/)/i;

/** Image shows an image only when it is asked to: its server sees who looks. */
export function Image({ address }: { address: string }) {
  const shown = useSignal("");
  const failed = useSignal(false);
  if (shown.value === address && address !== "") {
    return (
      <span class="image">
        <img src={address} alt={`Image at ${address}`} referrerpolicy="no-referrer" onError={() => (failed.value = true)} />
        {failed.value && <span class="quiet">The image cannot be loaded.</span>}
      </span>
    );
  }
  return (
    <span class="image">
      <span class="mono address" dir="auto">
        {address}
      </span>
      {loadable.test(address) && (
        <button type="button" onClick={() => (shown.value = address)}>
          Show image
        </button>
      )}
    </span>
  );
}

/** plain returns a text without its marks. */
export function plain(pieces: { text: string }[]): string {
  return pieces.map((piece) => piece.text).join("");
}
