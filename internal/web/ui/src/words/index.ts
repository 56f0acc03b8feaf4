import { acts } from './acts'
import { answers } from './answers'
import { chain } from './chain'
import { common } from './common'
import { drafts } from './drafts'
import { mapping } from './mapping'
import { drawings } from './drawings'
import { edit } from './edit'
import { enterprises } from './enterprises'
import { gaps } from './gaps'
import { history } from './history'
import { investment } from './investment'
import { lists } from './lists'
import { sent } from './sent'
import { overview } from './overview'
import { pairs } from './pairs'
import { people } from './people'
import { shell } from './shell'
import { signs } from './signs'
import { targets } from './targets'
import { template } from './template'

// Every word of the page stands in one file of its area. Words of data (states, levels, confidences) come from the
// API's term lists.
export const words = {
  ...acts,
  ...shell,
  ...common,
  ...signs,
  ...overview,
  ...chain,
  ...drawings,
  ...edit,
  ...template,
  ...targets,
  ...answers,
  ...gaps,
  ...investment,
  ...enterprises,
  ...history,
  ...lists,
  ...drafts,
  ...mapping,
  ...pairs,
  ...sent,
  ...people,
}
