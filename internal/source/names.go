package source

import "strings"

const (
	// SettingsFile is the name of the settings of validate beside the content.
	// They are not content: they neither change a catalog nor keep one from
	// loading.
	SettingsFile = ".nlgserver.yml"
	// TestSuffix is the end of the name of an expectation file, which is beside the
	// content and is not content either.
	TestSuffix = ".nlgtest.yml"
)

// IsYAML reports whether Rasa would read a file of that name in a directory
// (Rasa: section 1.3).
func IsYAML(name string) bool {
	return strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml")
}

// IsContent reports whether a file of that name in a directory is content.
func IsContent(name string) bool {
	return IsYAML(name) && name != SettingsFile && !IsTest(name)
}

// IsTest reports whether a file of that name is an expectation file.
func IsTest(name string) bool {
	return strings.HasSuffix(name, TestSuffix) || strings.HasSuffix(name, ".nlgtest.yaml")
}

// IsBookkeeping reports whether a name in a directory belongs to Kubernetes: a
// mounted ConfigMap shows each file as x.yml -> ..data/x.yml, and ..data ->
// ..2026_01_02/. Nothing in there is content, or there would be two of each.
func IsBookkeeping(name string) bool { return strings.HasPrefix(name, "..") && name != ".." }

// IsLock reports whether a link of that name may be the lock that Emacs puts
// beside every file with unsaved changes: a link to user@host, which does not exist.
func IsLock(name string) bool { return strings.HasPrefix(name, ".#") }
