package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/signer"
)

// client sends signed requests to the storage that has one bucket.
type client struct {
	location    *location
	http        *http.Client
	credentials *credentials.Credentials
	// found is the region in which the bucket was found, if the location has none.
	found atomic.Pointer[string]
}

func newClient(l *location, c *credentials.Credentials, t http.RoundTripper) *client {
	return &client{location: l, credentials: c, http: &http.Client{
		Transport: t,
		// What is signed for one host is for no other.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// request is what is asked of the storage.
type request struct {
	method    string
	key       string // of the object, with the prefix; empty for the bucket
	query     url.Values
	condition condition
	data      []byte
}

// send sends a request. Its response has the status that is wanted, and must be closed;
// any other response is an error, which is a *failure if an S3 storage wrote it.
func (c *client) send(ctx context.Context, r request, want int) (*http.Response, error) {
	for first := true; ; first = false {
		region, err := c.region(ctx)
		if err != nil {
			return nil, err
		}
		response, err := c.exchange(ctx, r, want, c.location.regional(region), region)
		if !c.learns(err, region) || !first {
			return response, err
		}
	}
}

// learns reports whether the same request, signed anew, may be allowed: the storage has
// refused it unseen, and there may be other credentials now, or it names another region.
func (c *client) learns(err error, region string) bool {
	refused, ok := errors.AsType[*failure](err)
	if !ok {
		return false
	}
	switch refused.code {
	case "ExpiredToken", "ExpiredTokenException":
		c.credentials.Expire()
		return true
	}
	return c.corrects(refused, region)
}

// exchange sends one request to one host, signed for one region.
func (c *client) exchange(ctx context.Context, r request, want int, host, region string) (*http.Response, error) {
	sent, err := http.NewRequestWithContext(ctx, r.method, c.location.target(host, r.key, r.query).String(), nil)
	if err != nil {
		return nil, err
	}
	sent.Header.Set("User-Agent", "nlgserver")
	if r.method == http.MethodPut {
		sent.Header.Set("Content-Type", "application/octet-stream")
	}
	if r.condition.name != "" {
		sent.Header.Set(r.condition.name, r.condition.value)
	}
	if len(r.data) > 0 {
		// Without GetBody: nobody but retry sends a write again.
		sent.Body, sent.ContentLength = io.NopCloser(bytes.NewReader(r.data)), int64(len(r.data))
	}
	if sent, err = c.sign(ctx, sent, r.data, region); err != nil {
		return nil, err
	}
	response, err := c.http.Do(sent)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == want {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	return nil, readFailure(r.method, response)
}

// sign signs a request, unless it is anonymous. The signature covers the data.
func (c *client) sign(ctx context.Context, r *http.Request, data []byte, region string) (*http.Request, error) {
	value, err := c.retrieve(ctx)
	if err != nil || value.SignerType.IsAnonymous() {
		return r, err
	}
	sum := sha256.Sum256(data)
	r.Header.Set("X-Amz-Content-Sha256", hex.EncodeToString(sum[:]))
	sign := signer.SignV4
	if c.location.isOutposts() {
		sign = signer.SignV4Outposts
	}
	return sign(*r, value.AccessKeyID, value.SecretAccessKey, value.SessionToken, region), nil
}

// retrieve returns the credentials of now. Whoever gives up waiting for those of a role
// leaves the others the answer: otherwise they would read that there are none.
func (c *client) retrieve(ctx context.Context) (credentials.Value, error) {
	type result struct {
		value credentials.Value
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := c.credentials.GetWithContext(&credentials.CredContext{
			Client: c.http, Endpoint: c.location.endpoint.String(), Context: context.WithoutCancel(ctx),
		})
		results <- result{value, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		return credentials.Value{}, ctx.Err()
	}
}
