package release

import "strings"

// Covers reports whether a prefix, as [Store.List] and [Store.Watch] take it, is one of a
// key: it is empty, the key itself, or ends with a slash and begins the key.
func Covers(prefix, key string) bool {
	return prefix == "" || prefix == key || strings.HasSuffix(prefix, "/") && strings.HasPrefix(key, prefix)
}
