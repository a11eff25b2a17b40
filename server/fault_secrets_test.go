package server

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNearMisses is the row "secrets": credentials that are almost right,
// missing or outdated get the same 401, byte for byte, on every route that
// requires them. TestRotation checks that a rotation loses no request.
func TestNearMisses(t *testing.T) {
	const secret, pair = "correct-horse-Battery", "rasa:staple"
	file := filepath.Join(t.TempDir(), "tokens")
	write(t, file, "the-old-one\n"+secret+"\n")
	r := startWith(t, func(o *Options) { o.Access.TokenFile = file; o.Access.BasicAuth = []string{pair} })

	bearer := func(token string) string { return "Authorization: Bearer " + token + "\r\n" }
	basic := func(pair string) string {
		return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) + "\r\n"
	}
	post := func(query, headers string) answer {
		t.Helper()
		got, err := lineTo(t, r.Addr()).post("/nlg"+query, headers, `{"response": "utter_x"}`)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for name, got := range map[string]answer{
		"token": post("?token="+secret, ""), "bearer": post("", bearer(secret)), "basic": post("", basic(pair)), "the old token": post("?token=the-old-one", ""),
	} {
		if got.status != 200 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	replace(t, file, secret+"\n")
	r.eventually("the end of the old token", func() bool { return post("?token=the-old-one", "").status == 401 })

	var queries, headers []string
	for _, near := range []string{
		"", secret[:len(secret)-1], secret[1:], secret + "x", "x" + secret, strings.ToLower(secret), strings.ToUpper(secret),
		secret + secret, secret[:len(secret)-1] + "x", "the-old-one", "null", "*",
	} {
		queries = append(queries, "?token="+strings.ReplaceAll(near, " ", "%20"), "?t="+secret)
		headers = append(headers, bearer(near), "Authorization: "+near+"\r\n", "X-Token: "+secret+"\r\n", basic(near), basic("rasa:"+near))
	}
	queries = append(queries, "", "?token=Bearer%20"+secret, "?token="+secret+"%00", "?token="+secret+"%0a", "?token=%20"+secret, "?token%20="+secret, "?token="+secret[:3]+"%zz")
	headers = append(headers, basic("rasa:Staple"), basic("Rasa:staple"), basic("rasa:staple "), basic("rasa:"), basic(":staple"), basic(secret+":"),
		"Authorization: Basic "+pair+"\r\n", "Authorization: Basic ???\r\n", "Authorization: Digest "+secret+"\r\n", "Cookie: token="+secret+"\r\n")

	var want string
	check := func(what string, got answer) {
		t.Helper()
		for _, own := range []string{"Date", "X-Request-Id"} {
			got.header.Del(own)
		}
		keys := slices.Sorted(maps.Keys(got.header))
		said := fmt.Sprint(got.status, got.closes, got.text)
		for _, k := range keys {
			said += fmt.Sprint(" ", k, got.header[k])
		}
		if want == "" {
			want = said
		}
		if got.status != 401 || said != want {
			t.Errorf("%q:\n%s\nwant\n%s", what, said, want)
		}
	}
	for _, q := range queries {
		check(q, post(q, ""))
	}
	for _, h := range headers {
		check(h, post("", h))
	}
	l := lineTo(t, r.Addr())
	for _, route := range []string{"POST /-/reload", "GET /metrics", "GET /api/v1/status"} {
		fmt.Fprintf(l, "%s?token=%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", route, secret[1:], bearer(secret+"x"))
		got, err := l.reply()
		if err != nil {
			t.Fatal(err)
		}
		check(route, got)
	}
	if strings.Contains(want, secret[:4]) || strings.Contains(r.log.String(), secret[:4]) || strings.Contains(r.log.String(), "staple") {
		t.Error("a secret is shown")
	}
	if status := post("?token="+secret, "").status; status != http.StatusOK {
		t.Errorf("the right one: %d", status)
	}
}
