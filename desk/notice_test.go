package desk

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// TestNoticeIsText checks that nothing in a notice is taken for HTML, or for its places.
func TestNoticeIsText(t *testing.T) {
	w := httptest.NewRecorder()
	notice(w, 403, "No <b>entry & TEXT", `"TITLE" <script>alert('x')</script>`)
	if w.Code != 403 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Error(w.Code, w.Header())
	}
	for part, times := range map[string]int{
		"No &lt;b&gt;entry &amp; TEXT<":                                          2, // title and heading
		"<p>&#34;TITLE&#34; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</p>": 1,
	} {
		if n := strings.Count(w.Body.String(), part); n != times {
			t.Errorf("%d times %s, want %d:\n%s", n, part, times, w.Body)
		}
	}
}
