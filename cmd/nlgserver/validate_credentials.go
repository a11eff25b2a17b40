package main

import (
	"os"
	"path/filepath"

	"nlgserver/internal/content"
	"nlgserver/lint"
)

// maxCredentials is the size from which a credentials.yml is none.
const maxCredentials = 1 << 20

// channelsBeside returns the channels that a credentials.yml beside the content
// names. It may be missing, and cannot be faulty: nothing else in it is used.
func channelsBeside(paths []string) []string {
	var files []content.File
	for _, path := range paths {
		for _, base := range [...]string{"credentials.yml", "credentials.yaml"} {
			name := filepath.Join(filepath.Dir(filepath.Clean(path)), base)
			if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > maxCredentials {
				continue
			}
			if data, err := os.ReadFile(name); err == nil {
				files = append(files, content.File{Path: filepath.ToSlash(name), Data: data})
			}
		}
	}
	return lint.ChannelsOf(files)
}
