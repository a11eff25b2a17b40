package files

import (
	"context"
	"time"
)

// writtenLately is how long ago a file may have changed that somebody may still be
// writing. Others are not looked at.
const writtenLately = 2 * time.Minute

// Writing returns a file of the content that somebody has open for writing and has
// written to lately, or "" if there is none, or if that cannot be known.
func (f *Files) Writing(ctx context.Context) string {
	if f.Still() {
		return ""
	}
	for _, e := range f.list(ctx).files {
		// A clock that is ahead, as that of a file server, counts as lately.
		if time.Since(e.info.ModTime()) < writtenLately && isWritten(e.onDisk()) {
			return e.shown
		}
	}
	return ""
}
