package yamlsrc

import "testing"

// TestShortTexts takes every text of up to five characters over alphabets in
// which the structures of YAML meet: what parses has no fault.
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
	fault, ok := findFault(text)
	if !ok {
		return
	}
	doc, _ := Parse("f.yml", []byte(text), Options{Env: testEnv, MaxNodes: 1000, MaxDepth: 100})
	if doc != nil && doc.Root != nil {
		t.Errorf("%q: valid YAML has a fault: %+v", text, fault)
	}
}
