package desk

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nlgserver/desk/internal/view"
)

const (
	// maxRecordings is how many recorded requests are shown, the latest of them, and
	// maxRecordedBytes how large they may be together.
	maxRecordings    = 2000
	maxRecordedBytes = 32 << 20
	// maxRecording is the size of the largest file that serve --record writes, in bytes.
	maxRecording = 1 << 20
)

// readRecordings reads the latest recorded requests in a directory that serve --record
// writes. It may be missing, and files may go while they are read: nothing of that is
// a fault of the content.
func readRecordings(dir string) []view.Recording {
	if dir == "" {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var infos []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(e.Name(), ".json") && info.Size() <= maxRecording {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		if c := b.ModTime().Compare(a.ModTime()); c != 0 {
			return c
		}
		return strings.Compare(a.Name(), b.Name())
	})
	var out []view.Recording
	left := int64(maxRecordedBytes)
	for _, info := range infos {
		if left -= info.Size(); left < 0 || len(out) == maxRecordings {
			break
		}
		if body, err := readSmall(filepath.Join(dir, info.Name())); err == nil {
			out = append(out, view.Recording{ID: strings.TrimSuffix(info.Name(), ".json"), Time: info.ModTime(), Body: body})
		}
	}
	return out
}

// readSmall reads a file that may have grown since it was listed.
func readSmall(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, maxRecording))
}
