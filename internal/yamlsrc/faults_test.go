package yamlsrc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/golden"
)

// TestFaults checks the diagnostics of common mistakes. Each mistake has a small
// file, named after it, and the text of its diagnostics beside it.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, problems := Parse(name+".yml", data, Options{})
			if !problems.Refused() {
				t.Fatal("not rejected")
			}
			var got strings.Builder
			if err := problems.WriteText(&got); err != nil {
				t.Fatal(err)
			}
			golden.File(t, strings.TrimSuffix(file, ".yml")+".txt", got.String())
			if strings.Contains(got.String(), "this is not valid YAML") {
				t.Error("the mistake was not recognized")
			}
		})
	}
}

// TestShortTexts checks that valid YAML has no fault, for every string of up to five
// characters of alphabets that combine the structures of YAML.
func TestShortTexts(t *testing.T) {
	for _, alphabet := range []string{
		"0:-#\t \n", "0:\"#\t \n", "0:|#-\t \n", "0:'#\t\r \n", "0:[],#\t\n", "{}:0#\t\n\"", "?&!*#\t \n0", "0:->\t \n#",
	} {
		t.Run(alphabet, func(t *testing.T) {
			t.Parallel()
			for length := 1; length <= 5; length++ {
				eachText(alphabet, make([]byte, 0, length), length, func(text string) { checkNoFault(t, text) })
			}
		})
	}
}

func eachText(alphabet string, prefix []byte, more int, visit func(string)) {
	if more == 0 {
		visit(string(prefix))
		return
	}
	for i := range len(alphabet) {
		eachText(alphabet, append(prefix, alphabet[i]), more-1, visit)
	}
}

func checkNoFault(t *testing.T, text string) {
	t.Helper()
	fault, ok := findFault(text, nil)
	if !ok {
		return
	}
	doc, _ := Parse("f.yml", []byte(text), Options{Env: testEnv, MaxNodes: 1000, MaxDepth: 100})
	if doc != nil && doc.Root != nil {
		t.Errorf("%q: valid YAML has a fault: %+v", text, fault)
	}
}
