package httpapi

import (
	"net/http"
	"strings"
)

// forwarders are what the names of headers begin with that proxies add, and no
// client that calls directly.
var forwarders = [...]string{
	"Forwarded", "Via", "X-Forwarded", "X-Real-", "X-Original-", "X-Originating-", "X-Remote-", "X-Client-", "X-Cluster-", "X-Proxy",
	"X-Envoy-", "X-Amzn-", "X-Amz-Cf-", "X-Azure-", "X-Arr-", "X-Appengine-", "X-Akamai-", "X-Varnish", "X-Nginx-", "X-Haproxy-", "X-Host", "X-Scheme", "X-Url-Scheme",
	"X-Http-", "X-Rewrite-", "X-Coming-From", "X-True-", "X-Vercel-", "X-Sucuri-", "X-Gfe-", "X-Cloud-Trace-",
	"Cf-", "Cdn-", "Cloudfront-", "Akamai-", "Fastly-", "Fly-", "True-Client-", "Client-Ip", "Proxy-", "Wl-Proxy-", "Front-End-", "Coming-From", "Max-Forwards",
	"Remote-", "Ali-",
}

// isForwarded reports whether a proxy forwarded the request.
func isForwarded(h http.Header) bool {
	for name := range h {
		for _, prefix := range forwarders {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
	}
	return false
}
