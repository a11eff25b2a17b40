package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"nlgserver/internal/golden"
)

// noPause lets the program end at once under the race detector, which waits a
// second at the end otherwise.
const noPause = "atexit_sleep_ms=0"

func TestMain(m *testing.M) {
	if err := os.Setenv("GORACE", noPause); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){
		"nlgserver": func() { os.Exit(run()) },
	})
}

// TestScript runs the scripts that are the manual of the command line. Beside
// the commands of testscript they have:
//
//	start nlgserver serve …   start a server; its addresses are $URL and $ADMIN
//	ask [-H 'Name: value'] URL [FILE]
//	                          GET, or POST the file; prints status and body
//	halt                      stop the server, which must exit with 0; its log is
//	                          standard error
//	model answer TEXT [SUMMARY]
//	                          start a language model that says the text, and the
//	                          summary of a conversation; its address is $MODEL_URL
//	model slow                let it answer after a minute
//	model status CODE         let it answer with an error
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       golden.Update(),
		Setup:               setupServer,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": startServer, "ask": askServer, "halt": stopServer, "model": runModel,
		},
	})
}
