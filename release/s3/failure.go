package s3

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// failure is a response of an S3 storage that is not what was asked for.
type failure struct {
	status int
	code   string // empty if the storage gives none
	region string // of the bucket; empty if the storage does not name it
	header http.Header
}

// Error does not repeat what the storage said: see codes.
func (f *failure) Error() string { return fmt.Sprintf("the storage responded with HTTP %d", f.status) }

// readFailure makes an error of a response.
func readFailure(method string, response *http.Response) error {
	text, err := readText(response.Body)
	if err != nil && !errors.Is(err, errTooLong) {
		return err
	}
	f := parseFailure(text)
	f.status, f.header = response.StatusCode, response.Header
	if f.code == "" {
		// So MinIO tells the code of a response that must not have a body.
		f.code = f.header.Get("X-Minio-Error-Code")
	}
	if f.region == "" {
		f.region = regionOrNone(f.header.Get("X-Amz-Bucket-Region"))
	}
	switch {
	case f.status < http.StatusMultipleChoices:
		return errNotS3
	case f.status != http.StatusNotFound || f.code != "":
		return f
	case method == http.MethodHead:
		f.code = "NoSuchKey"
		return f
	}
	// That of any other server would look like a store without the entry.
	return errForeign
}

// parseFailure reads what a storage says about an error: nothing if it is not an S3 storage.
func parseFailure(text []byte) *failure {
	var document struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Region  string
	}
	if err := xml.Unmarshal(text, &document); err != nil {
		return &failure{}
	}
	return &failure{code: strings.TrimSpace(document.Code), region: regionOrNone(strings.TrimSpace(document.Region))}
}

// regionOrNone is a region of a response, with which a host is named.
func regionOrNone(region string) string {
	if !regions.MatchString(region) {
		return ""
	}
	return region
}

// readText reads the body of a response that is no entry.
func readText(body io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(body, maxText+1))
	if err == nil && len(text) > maxText {
		err = errTooLong
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}
