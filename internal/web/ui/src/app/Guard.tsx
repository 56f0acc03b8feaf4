import { Component, type ReactNode } from 'react'

type Props = {
  /** Where one is: going elsewhere tries again. */
  at?: string
  /** Stands instead of what failed. */
  broken: (again: () => void) => ReactNode
  children: ReactNode
}

/** Keeps a fault of one part from emptying the page. */
export class Guard extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidUpdate(before: Props) {
    if (this.state.failed && before.at !== this.props.at) this.again()
  }

  again = () => this.setState({ failed: false })

  override render() {
    return this.state.failed ? this.props.broken(this.again) : this.props.children
  }
}
