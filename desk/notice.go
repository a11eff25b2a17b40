package desk

import (
	"html"
	"net/http"
	"strings"
)

// noticePage is a page for a browser that does not get in. It needs no file, and no
// style that the policy forbids.
const noticePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>TITLE</title>
</head>
<body>
<main>
<h1>TITLE</h1>
<p>TEXT</p>
</main>
</body>
</html>
`

// notice answers with a page that says one thing.
func notice(w http.ResponseWriter, status int, title, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fill := strings.NewReplacer("TITLE", html.EscapeString(title), "TEXT", html.EscapeString(text))
	// A client that has gone is no problem of ours.
	_, _ = fill.WriteString(w, noticePage)
}
