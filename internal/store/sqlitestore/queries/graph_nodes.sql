SELECT body FROM node WHERE pool = 0
