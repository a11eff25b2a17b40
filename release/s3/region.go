package s3

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// region is that of the bucket. If the location has none, the storage is asked once.
func (c *client) region(ctx context.Context) (string, error) {
	if c.location.region != "" {
		return c.location.region, nil
	}
	if found := c.found.Load(); found != nil {
		return *found, nil
	}
	region, err := c.askRegion(ctx)
	if err != nil {
		return "", err
	}
	c.found.Store(&region)
	return region, nil
}

// askRegion asks the storage for the region of the bucket. Who must not ask is often told
// all the same.
func (c *client) askRegion(ctx context.Context) (string, error) {
	response, err := c.exchange(ctx, request{method: http.MethodGet, query: url.Values{"location": {""}}}, http.StatusOK, c.location.endpoint.Host, firstRegion)
	if refused, ok := errors.AsType[*failure](err); ok {
		switch {
		case refused.region != "":
			return refused.region, nil
		case refused.status == http.StatusForbidden && refused.code == "AccessDenied":
			return firstRegion, nil
		}
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := readText(response.Body)
	if err != nil {
		return "", err
	}
	return parseConstraint(text)
}

// parseConstraint reads the region in the response of a storage that was asked for it.
func parseConstraint(text []byte) (string, error) {
	var constraint struct {
		XMLName xml.Name `xml:"LocationConstraint"`
		Region  string   `xml:",chardata"`
	}
	if err := xml.Unmarshal(text, &constraint); err != nil {
		return "", errNotS3
	}
	switch region := strings.TrimSpace(constraint.Region); {
	case region == "":
		return firstRegion, nil
	case region == "EU": // as buckets have it from before there were two regions in Europe
		return "eu-west-1", nil
	case regions.MatchString(region):
		return region, nil
	}
	return "", errNotS3
}

// corrects takes over the region that a refusal names, and reports whether it is another
// one than that of the request. A region of the address or of the environment stays.
func (c *client) corrects(refused *failure, region string) bool {
	if c.location.region != "" || refused.region == "" || refused.region == region {
		return false
	}
	switch refused.status {
	case http.StatusMovedPermanently, http.StatusBadRequest, http.StatusForbidden:
		c.found.Store(&refused.region)
		return true
	}
	return false
}
