package files

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTrail(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "v1/sub/x.yml"), "1")
	for name, target := range map[string]string{
		"now": "v1", "v1/far": filepath.Join(root, "now/sub"), "one.yml": "now/../now/./sub/x.yml",
		"loop": "loop", "lost": "v2/x.yml",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string][]step{
		"v1":            {{".", "v1"}},
		"v1/sub/x.yml":  {{"v1/sub", "x.yml"}},
		"now":           {{".", "now"}, {".", "v1"}},
		"now/sub/x.yml": {{".", "now"}, {"v1/sub", "x.yml"}},
		"one.yml":       {{".", "one.yml"}, {".", "now"}, {".", "now"}, {"v1/sub", "x.yml"}},
		"v1/far/x.yml":  {{"v1", "far"}, {".", "now"}, {"v1/sub", "x.yml"}},
		"v1/gone/x":     {{"v1", "gone"}},
		"lost":          {{".", "lost"}, {".", "v2"}},
	} {
		got := trail(filepath.Join(root, path))
		for i := range got {
			if got[i].dir, err = filepath.Rel(root, got[i].dir); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(step{})); diff != "" {
			t.Errorf("trail of %s (-want +got):\n%s", path, diff)
		}
	}
	if got := trail(filepath.Join(root, "loop")); len(got) != maxLinks+1 {
		t.Errorf("the trail of a circle has %d steps", len(got))
	}
}
