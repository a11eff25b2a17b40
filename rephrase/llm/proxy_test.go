package llm

import (
	"net/http"
	"net/url"
)

// proxyAt returns what sends all requests to a proxy.
func proxyAt(address string) func(*http.Request) (*url.URL, error) {
	return func(*http.Request) (*url.URL, error) { return url.Parse(address) }
}
