import { Refusal, signedOut, unreachable } from "../ask";

interface Props {
  failure: unknown;
  /** What could not be shown, as in "cannot show the list". */
  what: string;
  retry: () => void;
}

/** Failure says that the server did not answer, and why. */
export function Failure({ failure, what, retry }: Props) {
  if (signedOut.value) return null; // said once, for the whole page
  const why = failure instanceof Refusal ? failure.message : "the server does not answer";
  return (
    <div class="notice bad" role="alert">
      <p>
        Cannot show {what}: {why}
        {why.endsWith(".") ? "" : "."}
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
      {unreachable.value && <p class="quiet">The page connects again by itself when the server is back.</p>}
    </div>
  );
}
