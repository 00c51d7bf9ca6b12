-- VMFile and VMCompose in Neovim 0.7 and newer. See :help vm-registry.
local commands = require('vm_registry.commands')
local server = require('vm_registry.server')
local M = {}

-- Settings, all optional: server, vmr, java_home, settings, on_attach, capabilities.
function M.setup(options)
  server.set(options)
  if vim.lsp.enable ~= nil then
    vim.lsp.config(server.name, server.config())
  end
end

local function user_command(buffer, name, run)
  vim.api.nvim_buf_create_user_command(buffer, name, function(call)
    run(vim.api.nvim_buf_get_name(buffer), call.args ~= '' and call.args or nil)
  end, { nargs = '?' })
end

-- What every buffer of ours gets.
function M.buffer(buffer)
  vim.bo[buffer].commentstring = '# %s'
  vim.bo[buffer].expandtab = true
  vim.bo[buffer].shiftwidth = 2
  vim.bo[buffer].softtabstop = 2
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  if vim.bo[buffer].filetype == 'vmcompose' then
    user_command(buffer, 'VmrUp', commands.up)
    user_command(buffer, 'VmrLogs', commands.logs)
    user_command(buffer, 'VmrSsh', commands.ssh)
  end
  server.attach(buffer)
end

-- Ends the server and starts it again for the buffers that it served.
function M.restart()
  local buffers = {}
  for _, client in ipairs(server.clients()) do
    vim.list_extend(buffers, vim.lsp.get_buffers_by_client_id(client.id))
    vim.lsp.stop_client(client.id)
  end
  -- A client is gone once its process is. One that does not end by itself is ended.
  local function gone()
    return #server.clients() == 0
  end
  if not vim.wait(5000, gone, 20) then
    for _, client in ipairs(server.clients()) do
      vim.lsp.stop_client(client.id, true)
    end
    vim.wait(5000, gone, 20)
  end
  for _, buffer in ipairs(buffers) do
    if vim.lsp.enable ~= nil then
      vim.lsp.start(vim.tbl_extend('force', vim.lsp.config[server.name], {}), { bufnr = buffer })
    else
      server.attach(buffer)
    end
  end
end

return M
