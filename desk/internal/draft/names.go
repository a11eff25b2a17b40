package draft

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// maxReadable is how many characters of a name a file name begins with.
const maxReadable = 32

// safeName returns a file name for any name, without separators, reserved names and
// differences of case only: what is plain in the name, and a hash of it.
func safeName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if b.Len() == maxReadable {
			break
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	sum := sha256.Sum256([]byte(name))
	return b.String() + "-" + hex.EncodeToString(sum[:10])
}
