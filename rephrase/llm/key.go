package llm

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

// redacted is printed instead of a secret.
const redacted = "[redacted]"

// Key is a secret. It is redacted wherever it is printed, logged, or encoded.
type Key string

// IsKey reports whether a text can be a key: ASCII without spaces and line ends.
func IsKey(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

// Format implements [fmt.Formatter].
func (k Key) Format(s fmt.State, _ rune) { writeTo(s, k.String()) }

// String returns "[redacted]"; "" for an empty key.
func (k Key) String() string {
	if k == "" {
		return ""
	}
	return redacted
}

// LogValue implements [slog.LogValuer].
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText implements [encoding.TextMarshaler].
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Headers are headers of requests by their names. The values may be secrets, and are
// redacted like a [Key].
type Headers map[string]string

// Format implements [fmt.Formatter].
func (h Headers) Format(s fmt.State, _ rune) { writeTo(s, h.String()) }

// String returns the names.
func (h Headers) String() string {
	var b strings.Builder
	b.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(h)) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name + ": " + redacted)
	}
	b.WriteByte('}')
	return b.String()
}

// LogValue implements [slog.LogValuer].
func (h Headers) LogValue() slog.Value { return slog.StringValue(h.String()) }

// MarshalText implements [encoding.TextMarshaler].
func (h Headers) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

func writeTo(s fmt.State, text string) {
	_, _ = io.WriteString(s, text) // fmt has nobody to tell of an error
}
