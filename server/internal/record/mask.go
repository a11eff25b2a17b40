package record

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// mask turns entries into files, and personal data into hashes.
type mask struct {
	salt      [32]byte
	content   bool
	plain     []string
	languages []string
}

func newMask(opts Options, languages []string) mask {
	return mask{content: opts.Content, plain: opts.Plain, languages: languages}
}

// body formats an entry as Rasa would send it. The outcome is added as
// "recorded", which no reader of requests looks at.
func (k *mask) body(e *entry) []byte {
	recorded := nlg.Values("at", e.at.UTC().Format(time.RFC3339Nano), "values", "hashed", "unknown_response", e.unknown)
	if k.content {
		recorded.Set("values", nlg.Str("kept"))
	}
	if e.catalog != "" {
		recorded.Set("catalog", nlg.Str(e.catalog))
	}
	if !e.unknown {
		recorded.Set("outcome", nlg.Str(e.outcome))
		recorded.Set("said", nlg.Str(e.said))
		recorded.Set("variation", python.Int(int64(e.variation)+1))
		if e.variationID != "" {
			recorded.Set("variation_id", nlg.Str(e.variationID))
		}
	}
	tracker := nlg.Values("slots", k.part(e, slotsPart), "latest_input_channel", e.input)
	if e.parts[contextPart] != "" {
		tracker.Set("stack", python.List(k.part(e, contextPart)))
	}
	if e.parts[metadataPart] != "" {
		tracker.Set("latest_message", python.OfDict(nlg.Values("metadata", k.part(e, metadataPart))))
	}
	id := python.None()
	if e.id != "" {
		id = nlg.Str(e.id)
	}
	all := nlg.Values("response", e.response, "id", id, "arguments", k.part(e, argumentsPart),
		"channel", python.OfDict(nlg.Values("name", e.channel)), "tracker", python.OfDict(tracker), "recorded", python.OfDict(recorded))
	var out bytes.Buffer
	if json.Indent(&out, python.OfDict(all).AppendJSON(nil), "", "  ") != nil {
		return nil
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// part returns the values of a part, masked where necessary. Invalid JSON is
// left out: the request did not need it, or it would have failed.
func (k *mask) part(e *entry, part int) nlg.Value {
	v, err := python.ParseJSON(e.parts[part])
	if err != nil || v.Kind() != python.KindDict {
		return python.OfDict(nil)
	}
	if k.content {
		return v
	}
	out := python.NewDict(v.Dict().Len())
	for _, entry := range v.Dict().Entries() {
		name, value := entry.Key.Str(), entry.Value
		isPublic := slices.Contains(k.plain, name) || slices.Contains(k.languages, name) && isLanguageCode(value)
		if !isPublic {
			value = k.hide(value)
		}
		out.Set(name, value)
	}
	return python.OfDict(out)
}

// isLanguageCode reports whether a value can only be a language code.
func isLanguageCode(v nlg.Value) bool {
	const longest = 16
	text, ok := v.Text()
	return ok && len(text) <= longest && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// hide replaces strings and numbers with hashes of the same type. It keeps what
// conditions depend on and no person can be recognized by: none, booleans, empty
// and zero values, and the length of a list.
func (k *mask) hide(v nlg.Value) nlg.Value {
	if !v.Truth() {
		return v
	}
	switch v.Kind() {
	case python.KindStr:
		sum := k.sum(v)
		return nlg.Str("#" + hex.EncodeToString(sum[:6]))
	case python.KindInt:
		return python.Int(int64(k.number(v)))
	case python.KindFloat:
		return python.Float(float64(k.number(v)) + 0.5)
	case python.KindList:
		items := make([]nlg.Value, len(v.Items()))
		for i, item := range v.Items() {
			items[i] = k.hide(item)
		}
		return python.List(items...)
	case python.KindDict:
		// The keys of a value may be personal data too.
		d := python.NewDict(v.Dict().Len())
		for _, e := range v.Dict().Entries() {
			d.SetKey(k.hide(e.Key), k.hide(e.Value))
		}
		return python.OfDict(d)
	default:
		return v
	}
}

// number returns a number of nine digits.
func (k *mask) number(v nlg.Value) uint64 {
	const least, count = 100_000_000, 900_000_000
	sum := k.sum(v)
	return least + binary.BigEndian.Uint64(sum[:8])%count
}

func (k *mask) sum(v nlg.Value) []byte {
	h := hmac.New(sha256.New, k.salt[:])
	h.Write(v.AppendRepr(nil))
	return h.Sum(nil)
}
