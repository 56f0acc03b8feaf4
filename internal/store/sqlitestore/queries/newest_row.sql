SELECT coalesce(max(row), 0) FROM node
