import type { Response } from "../api";
import { summary } from "../content";
import { recordingWords } from "../response/About";
import { replace, route } from "../route";
import { InputField } from "./InputField";
import { choose } from "./store";
import { context, reset } from "./values";

/** Form is the request: where it comes from, and its values. */
export function Form({ response }: { response: Response }) {
  const { inputs, recordings } = response;
  return (
    <form class="form" aria-label="Request" onSubmit={(event) => event.preventDefault()}>
      <div class="two">
        <ChannelSelect />
        <LanguageSelect />
      </div>
      {recordings.length > 0 && (
        <div class="input">
          <label for="recording">As in</label>
          <select id="recording" value={route.value.params.get("recording") ?? ""} onChange={(event) => void choose(event.currentTarget.value)}>
            <option value="">no recorded request</option>
            {recordings.map((recording) => (
              <option key={recording.id} value={recording.id}>
                {recordingWords(recording)}
              </option>
            ))}
          </select>
        </div>
      )}
      {inputs.slots.map((input) => (
        <InputField key={"slot." + input.name} kind="slot" input={input} />
      ))}
      {inputs.arguments.length > 0 && (
        <details class="more" open={hasArguments()}>
          <summary>Arguments of a custom action</summary>
          {inputs.arguments.map((input) => (
            <InputField key={"arg." + input.name} kind="arg" input={input} />
          ))}
        </details>
      )}
      {inputs.context && <ContextField />}
      {inputs.slots.length === 0 && inputs.arguments.length === 0 && !inputs.context && <p class="quiet small">No slot changes what this response says.</p>}
    </form>
  );
}

function hasArguments(): boolean {
  return [...route.value.params.keys()].some((key) => key.startsWith("arg."));
}

/** touched reports whether the form differs from an empty one. */
export function touched(): boolean {
  return [...route.value.params.keys()].some((key) => /^(slot|arg)\.|^(channel|lang|recording|draw|context|all)$/.test(key));
}

function ChannelSelect() {
  const channels = summary.value?.channels ?? [];
  const value = route.value.params.get("channel") ?? "";
  const [first, ...rest] = channels;
  const used = rest.filter((channel) => channel.used);
  const others = rest.filter((channel) => !channel.used);
  const option = (channel: { name: string; title: string }) => (
    <option key={channel.name} value={channel.name}>
      {channel.title}
    </option>
  );
  return (
    <label>
      <span class="label">Channel</span>
      <select value={value === first?.name ? "" : value} onChange={(event) => replace({ channel: event.currentTarget.value || null })}>
        <option value="">{first?.title ?? "REST"}</option>
        {value && !channels.some((channel) => channel.name === value) && <option value={value}>{value}</option>}
        {used.length > 0 ? <optgroup label="Used here">{used.map(option)}</optgroup> : null}
        {others.length > 0 ? <optgroup label="Others">{others.map(option)}</optgroup> : null}
      </select>
    </label>
  );
}

function LanguageSelect() {
  const languages = summary.value?.languages ?? [];
  const value = route.value.params.get("lang") ?? "";
  if (languages.length === 0 && !value) return null;
  return (
    <label>
      <span class="label">Language</span>
      <select value={value} onChange={(event) => replace({ lang: event.currentTarget.value || null })}>
        <option value="">not set</option>
        {value && !languages.some((language) => language.code === value) && <option value={value}>{value}</option>}
        {languages.map((language) => (
          <option key={language.code} value={language.code}>
            {language.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function ContextField() {
  const { written, fault } = context.value;
  return (
    <div class="input">
      <label for="context">context</label>
      <div>
        <textarea
          id="context"
          class="mono"
          rows={2}
          spellcheck={false}
          dir="auto"
          placeholder="{}"
          value={written}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? "context-fault" : undefined}
          onInput={(event) => replace({ context: event.currentTarget.value || null })}
        />
        {fault && (
          <p id="context-fault" class="fault">
            {fault}
          </p>
        )}
      </div>
    </div>
  );
}

/** Reset empties the form, once there is something in it. */
export function Reset() {
  if (!touched()) return null;
  return (
    <button type="button" class="plain" onClick={reset}>
      Reset
    </button>
  );
}
