package source

import "strings"

const (
	// SettingsFile is the name of the settings beside the content: those of
	// validate, which are not content, and the paths to leave out of a directory.
	SettingsFile = ".nlgserver.yml"
	// ConfigurationFile is the usual name of the configuration of a server. It is not
	// content, not even beside content: it may hold secrets.
	ConfigurationFile = "nlgserver.yml"
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
	return IsYAML(name) && name != SettingsFile && name != ConfigurationFile && !IsTest(name) && !IsBookkeeping(name)
}

// IsTest reports whether a file of that name is an expectation file.
func IsTest(name string) bool {
	return strings.HasSuffix(name, TestSuffix) || strings.HasSuffix(name, ".nlgtest.yaml")
}

// IsBookkeeping reports whether a name in a directory belongs to a program that
// keeps notes beside the files of authors, or copies of them. Nothing in there is
// content (D25), or there would be two of each.
//
// Kubernetes shows each file of a mounted ConfigMap as x.yml -> ..data/x.yml, and
// ..data -> ..2026_01_02/. macOS puts ._x.yml beside x.yml in archives and on
// drives of other systems.
func IsBookkeeping(name string) bool {
	return strings.HasPrefix(name, "..") && name != ".." || strings.HasPrefix(name, "._") || strings.HasPrefix(name, ".Trash-") || bookkeeping[name]
}

// bookkeeping are directories of programs that keep older copies of files, parts of
// them, or files that were deleted.
var bookkeeping = map[string]bool{
	".git": true, ".hg": true, ".svn": true,
	".ipynb_checkpoints": true, ".history": true, // Jupyter, Visual Studio Code
	".stversions": true, ".dropbox.cache": true, ".sync": true, // Syncthing, Dropbox, Resilio
	".tmp.drivedownload": true, ".tmp.driveupload": true, ".~tmp~": true, // Google Drive, rsync
	"__MACOSX": true, "@eaDir": true, ".snapshot": true, ".snapshots": true,
	".Trash": true, ".Trashes": true, "$RECYCLE.BIN": true, "#recycle": true, "@Recycle": true,
	"lost+found": true, "System Volume Information": true,
}

// Misnamed returns the name that makes a file content if only the end of its
// name keeps Rasa from reading it, such as that of x.YML or x.yml.txt.
func Misnamed(name string) (better string, ok bool) {
	if IsYAML(name) || IsBookkeeping(name) || IsLock(name) {
		return "", false
	}
	base := strings.TrimSpace(name)
	for _, hidden := range [...]string{".txt", ".text"} { // which an editor added
		if stem := base[:max(len(base)-len(hidden), 0)]; strings.EqualFold(base[len(stem):], hidden) {
			base = stem
			break
		}
	}
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 {
		return "", false
	}
	ending, ok := yamlEndings[strings.ToLower(base[dot+1:])]
	return base[:dot+1] + ending, ok
}

// yamlEndings are the endings that authors write for YAML, and the right ones.
var yamlEndings = map[string]string{"yml": "yml", "yaml": "yaml", "ylm": "yml", "yalm": "yaml", "ymal": "yaml"}

// IsLock reports whether a link of that name may be the lock that Emacs puts
// beside every file with unsaved changes: a link to user@host, which does not exist.
func IsLock(name string) bool { return strings.HasPrefix(name, ".#") }
