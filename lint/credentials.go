package lint

import (
	"path"

	"nlgserver/internal/document"
	"nlgserver/nlg"
)

// credentialsFiles are the names of Rasa's file of channels.
var credentialsFiles = map[string]bool{"credentials.yml": true, "credentials.yaml": true}

// ChannelsOf returns the keys of the files of credentials among the content: the
// channels that the assistant is connected to.
func ChannelsOf(files []nlg.File) []string {
	var names []string
	for _, f := range files {
		if !credentialsFiles[path.Base(f.Path)] {
			continue
		}
		if doc, _ := document.Parse(f.Path, f.Data, document.Options{}); doc != nil {
			for e := range doc.Root().Entries() {
				names = append(names, e.Name())
			}
		}
	}
	return names
}
