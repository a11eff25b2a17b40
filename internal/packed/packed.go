// Package packed reads the documents that the program contains compressed.
//
// The one rule to know: a document is written by hand, and the compressed file beside it,
// which ends in .gz, is made from it by [golden.Packed] in a test with -update.
//
// [golden.Packed]: nlgserver/internal/golden
package packed

import (
	"compress/gzip"
	"fmt"
	"io"
	"strings"
)

// Text decompresses a document of this build. Each document has a test that it can.
func Text(document string) string {
	z, err := gzip.NewReader(strings.NewReader(document))
	if err != nil {
		panic(fmt.Sprintf("a document in the program: %v", err))
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic(fmt.Sprintf("a document in the program: %v", err))
	}
	return string(text)
}
