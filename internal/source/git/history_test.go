package git

import (
	"os"
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	w := newWorkTree(t)
	if none, err := History(t.Context(), []string{w.dir}, 0, 10); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	w.commit(map[string]string{"domain/a.yml": "1", "b.txt": "1"})
	w.commit(map[string]string{"b.txt": "2"})
	w.commit(map[string]string{"domain/a.yml": "2", "other/[a].yml": "x"})
	if err := os.WriteFile(w.path("b.txt"), []byte("3"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.git("commit", "--quiet", "--all", "--author", "Ünal <u@x.example>", "--message", "<b>subject</b>\n\nbody one\n\nbody two")
	for _, c := range []struct {
		path        string
		skip, limit int
		want        int
	}{
		{"domain", 0, 10, 2}, {".", 0, 10, 4}, {".", 1, 10, 3}, {".", 0, 1, 1}, {"other/[a].yml", 0, 10, 1}, {"other/a.yml", 0, 10, 0},
	} {
		got, err := History(t.Context(), []string{w.path(c.path)}, c.skip, c.limit)
		if err != nil || len(got) != c.want {
			t.Errorf("%+v: %+v, %v", c, got, err)
		}
	}
	all, err := History(t.Context(), []string{w.dir}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if c := all[0]; c.Author != "Ünal" || c.Email != "u@x.example" || c.Subject != "<b>subject</b>" || c.Body != "body one\n\nbody two" || len(c.ID) != 40 || c.Time.IsZero() {
		t.Errorf("%+v", c)
	}
	if _, err := History(t.Context(), []string{t.TempDir()}, 0, 10); err == nil || !strings.Contains(err.Error(), "not in a git repository") {
		t.Error(err)
	}
}
