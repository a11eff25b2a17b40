package yamlsrc

import (
	"bytes"
	"regexp"
)

// versionDirective is a line %YAML 1.2 before all content.
var versionDirective = regexp.MustCompile(`\A(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*%YAML[ \t]+1\.[0-9]`)

// hideVersion makes a comment of the line %YAML 1.2, which yaml.v3 refuses
// though it reads what follows; every position stays.
func hideVersion(data []byte) []byte {
	match := versionDirective.FindIndex(data)
	if match == nil {
		return data
	}
	data = bytes.Clone(data)
	data[bytes.LastIndexByte(data[:match[1]], '%')] = '#'
	return data
}
