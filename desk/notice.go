package desk

import (
	"html/template"
	"net/http"
	"sync"
)

// noticePage is a page for a browser that does not get in. It needs no file, and no
// style that the policy forbids.
var noticePage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("notice").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{{.Title}}</title>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</main>
</body>
</html>
`))
})

// notice answers with a page that says one thing.
func notice(w http.ResponseWriter, status int, title, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A client that has gone is no problem of ours.
	_ = noticePage().Execute(w, struct{ Title, Text string }{title, text})
}
