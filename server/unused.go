package server

import (
	"log/slog"

	"nlgserver/internal/diag"
)

// mostUnused is how many unused definitions are logged for one content.
const mostUnused = 10

// logUnused logs the definitions that are in the content and are not used,
// because another file has the same name: the wording that goes live may not be
// the one that was just saved.
func logUnused(log *slog.Logger, found diag.List) {
	n := 0
	for _, d := range found {
		if d.Code != diag.DuplicateResponse && d.Code != diag.CopiedFile {
			continue
		}
		if n++; n > mostUnused {
			continue
		}
		args := []any{"position", d.Position.String(), "code", string(d.Code)}
		if d.Related != nil {
			args = append(args, "used", d.Related.String())
		}
		log.Warn(d.Message, args...)
	}
	if n > mostUnused {
		log.Warn("more definitions that are not used; run validate to see them all", "more", n-mostUnused)
	}
}
