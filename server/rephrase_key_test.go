package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase/llm/llmtest"
)

// TestRephraseKeyFile checks that a request has the key that its file has now, and that the
// log tells a file that is gone, and has no key.
func TestRephraseKeyFile(t *testing.T) {
	model, file := llmtest.New(t), filepath.Join(t.TempDir(), "key.txt")
	model.Answer(func(string) string { return "Order 1200 will be there on Monday." })
	write(t, file, "renewed-key\n")
	r := rephrasing(t, model, func(o *RephraseOptions) {
		o.Model.Deployments[0].Key, o.Model.Deployments[0].KeyFile = "former-key", file
	})
	if _, rephrased := r.reworded("utter_x"); rephrased != "yes" {
		t.Fatal(rephrased)
	}
	if got := model.Requests()[0].Header.Get("Authorization"); got != "Bearer renewed-key" {
		t.Errorf("sent %q", got)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	for range 100 { // it is looked at once a second
		r.reworded("utter_x")
		if strings.Contains(r.log.String(), "cannot use the key file of a model") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if n := strings.Count(r.log.String(), "cannot use the key file of a model"); n != 1 {
		t.Errorf("the log tells it %d times:\n%s", n, r.log)
	}
	if strings.Contains(r.log.String(), "former-key") || strings.Contains(r.log.String(), "renewed-key") {
		t.Errorf("the log has a key:\n%s", r.log)
	}
}
