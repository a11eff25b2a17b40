package record

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// mask says which values of a request are hidden.
type mask struct {
	content   bool
	plain     []string
	languages []string
}

func newMask(opts Options, languages []string) mask {
	return mask{content: opts.Content, plain: opts.Plain, languages: languages}
}

// shows reports whether a value is kept as it is. Only a value that can be nothing
// else is a language code.
func (k *mask) shows(name, raw string) bool {
	if k.content || slices.Contains(k.plain, name) {
		return true
	}
	return slices.Contains(k.languages, name) && isLanguageCode(raw)
}

// isLanguageCode reports whether a value, in JSON, can only be a language code.
func isLanguageCode(raw string) bool {
	const longest = 16
	text, ok := strings.CutPrefix(raw, `"`)
	if !ok {
		return false
	}
	text, ok = strings.CutSuffix(text, `"`)
	return ok && len(text) <= longest && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// saltBytes is the size of a salt.
const saltBytes = 32

func newSum(salt [saltBytes]byte) hash.Hash { return hmac.New(sha256.New, salt[:]) }

// hideScalar appends a hash of the same type instead of a string or a number. It keeps
// what conditions depend on and no person can be recognized by: none, booleans, empty
// and zero values.
func hideScalar(dst []byte, v nlg.Value, sum hash.Hash) []byte {
	if !v.Truth() {
		return v.AppendJSON(dst)
	}
	sum.Reset()
	switch v.Kind() {
	case python.KindStr:
		_, _ = sum.Write([]byte("str"))
		_, _ = sum.Write([]byte(v.Str()))
		dst = append(dst, `"#`...)
		dst = hex.AppendEncode(dst, sum.Sum(nil)[:6])
		return append(dst, '"')
	case python.KindInt:
		return python.Int(number(v, sum)).AppendJSON(dst)
	case python.KindFloat:
		return python.Float(float64(number(v, sum)) + 0.5).AppendJSON(dst)
	default:
		return v.AppendJSON(dst)
	}
}

// number returns a number of nine digits.
func number(v nlg.Value, sum hash.Hash) int64 {
	const least, count = 100_000_000, 900_000_000
	_, _ = sum.Write(append([]byte(v.TypeName()), v.Repr()...))
	return least + int64(binary.BigEndian.Uint64(sum.Sum(nil))%count)
}
