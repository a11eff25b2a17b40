package draft

import (
	"testing"
	"time"
)

// TestTypingWhilePublishing: what is typed into the same field while the draft is being
// published is not part of what was published, and stays.
func TestTypingWhilePublishing(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	now := time.Unix(1000, 0)
	s.now = func() time.Time { return now }
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_a", 1, "Hello")))
	_, published, last := d.Publishing()
	now = now.Add(100 * time.Millisecond)
	must(t, d.Do(setText("utter_a", 1, "Hello, how are you?")))
	if _, err := d.Published(last, published); err != nil {
		t.Fatal(err)
	}
	if texts, _ := textsOf(d.Files(), "utter_a"); texts["a1"] != "Hello, how are you?" {
		t.Errorf("the draft has %q", texts["a1"])
	}
	must(t, d.Undo())
	if texts, _ := textsOf(d.Files(), "utter_a"); texts["a1"] != "Hello" {
		t.Errorf("undone, it has %q", texts["a1"])
	}
}
