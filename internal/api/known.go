package api

import (
	"net/http"
	"strconv"
	"time"

	"chainchief/graph"

	"github.com/gin-gonic/gin"
)

// knownHeader carries the newest revision that a reader has seen. On a cluster the server that answers next may know
// less than the one that answered before: it waits until it knows as much.
const knownHeader = "X-Known-Revision"

// knownWithin is how long an answer waits for the revision that the reader knows. One that never comes, because the
// store was put back to an earlier state, holds nobody up for longer.
const knownWithin = 2 * time.Second

func (s *Server) known(c *gin.Context) {
	text := c.GetHeader(knownHeader)
	if text == "" {
		return
	}
	revision, err := strconv.ParseInt(text, 10, 64)
	if err != nil || revision < 0 {
		writeProblem(c, http.StatusUnprocessableEntity, "request.invalid",
			"the header "+knownHeader+" must be a whole number, the revision that an answer named")
		c.Abort()
		return
	}
	if err := s.store.Await(c.Request.Context(), graph.Revision(revision), knownWithin); err != nil {
		status, code := http.StatusServiceUnavailable, string(graph.CodeUnavailable)
		writeProblem(c, status, code, "the store cannot be reached")
		c.Abort()
	}
}
